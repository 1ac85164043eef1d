// deno-lint-ignore-file no-var no-inner-declarations -- old browsers know nothing newer
/**
 * What a reader must be told of the page itself, in one line: that a program is missing, or that the library was published anew.
 * Plain script in the language of old browsers, for it is they who must be told.
 */
(function () {
  var AGAIN = 3 * 60 * 1000; // between two looks for a newer build
  var DISK = "这一页是从磁盘打开的，可以阅读；检索、复制附出处等，须经网址（http）打开才能使用。";
  var OLD = "浏览器版本较旧，检索、复制附出处等不能使用，更新浏览器即可；阅读不受影响。";
  var SEARCH = "检索程序未能载入，请重新载入页面。";
  var REST = "页面的一部分程序未能载入，有些功能不能使用；阅读不受影响。";
  var LATER = "这项功能的程序未能载入，请重新载入页面。";
  var RENEWED = "文库已更新";

  var own = /** @type {HTMLScriptElement} */ (document.currentScript);
  var root = document.documentElement;
  var onDisk = location.protocol === "file:";
  var onSearch = document.querySelector("[data-search-page]");
  var looked = Date.now();
  /** @type {HTMLElement | null} */ var line = null;

  document.addEventListener("DOMContentLoaded", function () {
    // By now every module of the page has run, or never will.
    var running = (root.dataset.script || "").split(" ").length - 1;
    var missing = running < document.querySelectorAll("script[type=module]").length;
    if (missing) {
      delete root.dataset.script;
      delete root.dataset.asked;
    }
    if (onDisk) {
      fromDisk();
      if (missing) tell(DISK);
    } else if ((missing || onSearch) && old()) tell(OLD);
    else if (missing) tell(onSearch ? SEARCH : REST, true);
  });
  addEventListener("wenku:missing", function () {
    delete root.dataset.asked;
    tell(onSearch ? SEARCH : LATER, true);
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState !== "visible" || onDisk || Date.now() - looked < AGAIN) return;
    looked = Date.now();
    fetch(new URL("../data/build.json", own.src), { cache: "no-cache" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (there) { if (there && there.build !== own.dataset.build) tell(RENEWED, true); })
      .catch(function () {}); // No network: there is nothing to say.
  });

  /** No module, or none that the search could run in. */
  function old() {
    return !("noModule" in HTMLScriptElement.prototype) || !("DecompressionStream" in window);
  }

  /** A folder has no first page there. */
  function fromDisk() {
    for (var i = 0; i < document.links.length; i++) {
      var link = document.links[i];
      if (link.protocol === "file:" && /\/$/.test(link.pathname)) link.pathname += "index.html";
    }
  }

  /** @param {string} text @param {boolean} [renewing] */
  function tell(text, renewing) {
    if (line) line.remove();
    var shown = document.createElement("p");
    line = shown;
    shown.className = "notice";
    shown.setAttribute("role", text === RENEWED ? "status" : "alert");
    var said = document.createElement("span");
    said.textContent = text;
    shown.appendChild(said);
    if (renewing) shown.appendChild(button("重新载入", function () { location.reload(); }));
    shown.appendChild(button("关闭", function () { shown.remove(); }));
    // Where nothing else can come, it stands in the place of what was to come.
    var place = document.querySelector(text === SEARCH ? "[data-part=messages]" : ".md-header");
    if (place) place.appendChild(shown);
  }

  /** @param {string} label @param {() => void} act */
  function button(label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }
})();

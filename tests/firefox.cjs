// Playwright begins every context with a colour scheme, by a command that Firefox ESR does not know yet. Loaded into
// Playwright's driver, this asks for something harmless in its place; the colour scheme is a preference of the browser.
const { stringify } = JSON;
const unknown = "emulation.setMediaFeaturesOverride";
JSON.stringify = (value, ...rest) =>
  stringify(value?.method === unknown ? { ...value, method: "session.status", params: {} } : value, ...rest);

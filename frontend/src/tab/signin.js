// Who opens the page: Teams has Entra say so; on one's own machine a name in the address does.

/** @typedef {{ token: () => Promise<string>, locale: string }} Visitor */

export class NotInTeams extends Error {}

/** @param {boolean} isLocal whether a name is enough
 *  @returns {Promise<Visitor>} */
export async function visitor(isLocal) {
  const here = new URLSearchParams(location.search);
  if (isLocal) {
    const name = here.get("as") || "anna";
    return { token: () => Promise.resolve(name), locale: here.get("lang") || "sv" };
  }
  if (window.parent === window) throw new NotInTeams();
  // Only here: once loaded it asks Microsoft which hosts are Teams', which the page's policy refuses;
  // then it keeps to those it knows.
  const { app, authentication } = await import("@microsoft/teams-js");
  await app.initialize();
  const context = await app.getContext();
  show(context.app.theme);
  app.registerOnThemeChangeHandler(show);
  return { token: () => authentication.getAuthToken(), locale: context.app.locale };
}

/** @param {string} theme */
function show(theme) {
  document.documentElement.dataset.theme = theme;
}

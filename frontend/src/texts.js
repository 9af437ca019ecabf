// Every sentence of the page itself, in Swedish and English. What the bot says is not here.

/** @satisfies {Record<string, string | Record<string, string> | ((...facts: any[]) => string)>} */
const sv = {
  locale: "sv-SE",
  country: "SE",
  skip: "Hoppa till meddelanderutan",
  trial: "Lokalt prov, inte Teams",
  cases: "Mina ärenden (ny flik)",
  otherLanguage: "English",
  people: "Var någon av dem, i varsitt fönster",
  roles: { anna: "vill starta ett konto", maria: "hennes chef", rut: "granskar", rolf: "granskar också" },
  log: "Samtalet",
  question: "Skriv ett meddelande",
  questionInChannel: (bot) => `Skriv i kanalen (skickas till @${bot})`,
  keys: "Enter skickar, Skift+Enter ger ny rad",
  send: "Skicka",
  length: (length, longest) => `${length} av ${longest} tecken`,
  tooLong: (length, longest) => `Texten är ${length} tecken och boten läser högst ${longest}. Korta den, så går den att skicka.`,
  you: (name) => `Du är ${name}`,
  youInChannel: (name, channel) => `Du är ${name} i kanalen ${channel}`,
  saidYou: "Du",
  typing: (bot) => `${bot} skriver`,
  cardFrom: (bot) => `Kort från ${bot}`,
  cardFailed: "Kortet gick inte att visa.",
  search: "Lägg in ett svar eller ett konto",
  searchAmong: "Sök bland",
  passages: "svar",
  accounts: "konton",
  sought: "Sökord eller en fråga",
  moreHits: "Visa fler",
  hits: (count) => (count === 1 ? "1 träff" : `${count} träffar`),
  searchFailed: "Det gick inte att söka. Försök igen.",
  close: "Stäng",
  messageMenu: "Mer om meddelandet",
  askAbout: (bot) => `Fråga ${bot}`,
  working: "Ett ögonblick …",
  retry: "Försök igen",
  pressFailed: "Det gick inte att utföra valet.",
  notDelivered: "Meddelandet nådde inte fram till boten.",
  notSent: "Meddelandet gick inte att skicka. Är servern igång?",
  installFailed: "Boten svarar inte. Se i serverns logg vad som hänt.",
  reconnecting: "Anslutningen bröts. Försöker igen …",
  refused: "Chatten gick inte att öppna. Namn får ha bokstäver, siffror och bindestreck.",
};

/** @typedef {typeof sv} Texts */

/** @type {Texts} */
const en = {
  locale: "en-GB",
  country: "GB",
  skip: "Skip to the message box",
  trial: "Local trial, not Teams",
  cases: "My cases (new tab)",
  otherLanguage: "Svenska",
  people: "Be any of them, each in a window",
  roles: { anna: "wants to start an account", maria: "her manager", rut: "reviews", rolf: "reviews too" },
  log: "The conversation",
  question: "Write a message",
  questionInChannel: (bot) => `Write in the channel (goes to @${bot})`,
  keys: "Enter sends, Shift+Enter starts a new line",
  send: "Send",
  length: (length, longest) => `${length} of ${longest} characters`,
  tooLong: (length, longest) => `Your text has ${length} characters and the bot reads ${longest} at most. Shorten it to send it.`,
  you: (name) => `You are ${name}`,
  youInChannel: (name, channel) => `You are ${name} in the channel ${channel}`,
  saidYou: "You",
  typing: (bot) => `${bot} is typing`,
  cardFrom: (bot) => `Card from ${bot}`,
  cardFailed: "The card could not be shown.",
  search: "Put an answer or an account into the chat",
  searchAmong: "Search among",
  passages: "answers",
  accounts: "accounts",
  sought: "Words or a question",
  moreHits: "Show more",
  hits: (count) => (count === 1 ? "1 result" : `${count} results`),
  searchFailed: "The search failed. Try again.",
  close: "Close",
  messageMenu: "More about the message",
  askAbout: (bot) => `Ask ${bot}`,
  working: "One moment …",
  retry: "Try again",
  pressFailed: "Your choice could not be carried out.",
  notDelivered: "The message did not reach the bot.",
  notSent: "The message could not be sent. Is the server running?",
  installFailed: "The bot does not answer. See the server's log for what happened.",
  reconnecting: "The connection was lost. Trying again …",
  refused: "The chat could not be opened. Names have letters, digits and hyphens.",
};

/** @param {string | null} wanted what the address asks for, if anything
 *  @param {readonly string[]} preferred the browser's languages, best first */
export function languageOf(wanted, preferred) {
  const known = [wanted ?? "", ...preferred].map((tag) => tag.slice(0, 2).toLowerCase());
  return known.find((tag) => tag === "sv" || tag === "en") ?? "sv";
}

/** @param {string} language @returns {Texts} */
export function textsIn(language) {
  return language === "en" ? en : sv;
}

/** Puts the texts where the page's markup asks for them.
 *  @param {ParentNode} root @param {Record<string, unknown>} texts */
export function fillIn(root, texts) {
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = String(texts[element.getAttribute("data-text") ?? ""]);
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", String(texts[element.getAttribute("data-label") ?? ""]));
  }
}

// The page: joins what is written here, what the server tells and what cards ask for.
import { isExecute, isSubmit } from "./cards.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { fillIn, languageOf, textsIn } from "./texts.js";
import { Typing } from "./typing.js";
import { Wire } from "./wire.js";

const RECONNECT_AFTER_MS = 2_000;

const address = new URLSearchParams(location.search);
const language = languageOf(address.get("lang"), navigator.languages);
const texts = textsIn(language);
const element = (id) => document.getElementById(id);

const conversation = new Conversation(element("log"), texts, press);
const typing = new Typing(element("typing"));
const composer = new Composer(element("composer"), send);
/** @type {Wire | undefined} */
let wire;

function arrive(place) {
  wire = new Wire(place, texts);
  const { person, bot } = place;
  const channel = wire.isChannel ? place.conversation.name : "";
  element("you").textContent = channel
    ? texts.youInChannel(person.name, channel)
    : texts.you(person.name);
  if (channel) composer.label = texts.questionInChannel(bot.name);
  conversation.begin(place);
  wire.install().catch(() => { element("connection").textContent = texts.installFailed; });
}

async function send(text) {
  composer.clearTrouble();
  try {
    const activity = await wire.write(text);
    await deliver(activity);
  } catch {
    composer.giveBack(text, texts.notSent);
  }
}

/** Hands a message that everyone already sees to the bot; when that fails, says so there. */
async function deliver(activity, shownAs = activity.id) {
  try {
    await wire.deliver(activity);
    element("connection").textContent = "";
  } catch {
    // The bot may have seen the first attempt, and it answers an id once only.
    const again = { ...activity, id: `f:${crypto.randomUUID()}` };
    conversation.messages.get(shownAs)?.note(texts.notDelivered, () => deliver(again, shownAs));
  }
}

async function press(action, message, pressed) {
  message.clearNote();
  message.setBusy(pressed, true);
  try {
    if (isExecute(action)) {
      const { verb, data, id } = action;
      const answer = await wire.execute({ verb, data, id }, message.id);
      message.setBusy(pressed, false);
      message.showAnswer(answer);
    } else if (isSubmit(action)) {
      await submit(action.data ?? {}, message.id);
    }
  } catch {
    message.note(texts.pressFailed, () => press(action, message, pressed));
  } finally {
    message.setBusy(pressed, false);
  }
}

/** An Action.Submit; with imBack or messageBack it speaks for the person. */
async function submit(data, replyToId) {
  const { msteams, ...value } = data;
  if (msteams?.type === "imBack") {
    await wire.deliver(await wire.write(msteams.value));
  } else if (msteams?.type === "messageBack") {
    const { displayText, text, value: attached = value } = msteams;
    const said = { text, value: attached, replyToId };
    const shown = displayText ? await wire.write(displayText) : wire.unwritten();
    await wire.deliver({ ...shown, ...said });
  } else {
    await wire.deliver({ ...wire.unwritten(), value, replyToId });
  }
}

function follow() {
  const who = new URLSearchParams({ as: address.get("as") || "anna" });
  if (address.get("in")) who.set("in", address.get("in"));
  const events = new EventSource(`/localchat/events?${who}`);
  const on = (kind, tell) => events.addEventListener(kind, ({ data }) => tell(JSON.parse(data)));
  on("window", arrive);
  on("new", (activity) => {
    if (activity.from.id === wire.place.bot.id) typing.hide();
    conversation.add(activity);
  });
  on("updated", (activity) => conversation.update(activity));
  on("deleted", ({ id }) => conversation.remove(id));
  on("typing", () => typing.show(texts.typing(wire.place.bot.name)));
  let hasOpened = false;
  events.onopen = () => {
    hasOpened = true;
    element("connection").textContent = "";
  };
  events.onerror = () => {
    const isOver = events.readyState === EventSource.CLOSED;
    element("connection").textContent = isOver && !hasOpened ? texts.refused : texts.reconnecting;
    // Some browsers give up for good while the server restarts; the page doesn't.
    if (isOver && hasOpened) setTimeout(follow, RECONNECT_AFTER_MS);
  };
}

function otherLanguage() {
  const there = new URLSearchParams(address);
  there.set("lang", language === "sv" ? "en" : "sv");
  return `?${there}`;
}

document.documentElement.lang = language;
fillIn(document, texts);
element("language").href = otherLanguage();
element("language").lang = element("language").hreflang = language === "sv" ? "en" : "sv";
follow();

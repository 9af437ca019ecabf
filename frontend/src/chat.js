// The page: joins what is written here, what the server tells and what cards ask for.
import { isExecute, isSubmit } from "./cards.js";
import { Asking } from "./asking.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { element } from "./elements.js";
import { showPeople } from "./people.js";
import { Search } from "./search.js";
import { textsOfPage } from "./texts.js";
import { Typing } from "./typing.js";
import { Wire } from "./wire.js";

const RECONNECT_AFTER_MS = 2_000;

const address = new URLSearchParams(location.search);
const texts = textsOfPage();

const asking = new Asking(texts, () => wire);
const conversation = new Conversation(element("log"), texts, {
  onPress: press,
  onAsk: (activity) => asking.open(activity),
});
const typing = new Typing(element("typing"));
const composer = new Composer(element("composer", HTMLFormElement), texts, send);
new Search(texts, () => wire, () => composer.box.focus());

/** @typedef {import("./wire.js").Activity} Activity
 *  @typedef {import("./conversation.js").Message} Message */

/** Set before the first message can be written: until then the server has not told who is here.
 *  @type {Wire} */
let wire;

/** @param {import("./wire.js").Place} place */
function arrive(place) {
  wire = new Wire(place, texts.locale);
  const { person, bot } = place;
  const channel = wire.isChannel ? place.conversation.name : "";
  element("you").textContent = channel
    ? texts.say("chat.you_in_channel", { name: person.name, channel })
    : texts.say("chat.you", { name: person.name });
  if (channel) composer.label = texts.say("chat.question_in_channel", { bot: bot.name });
  composer.longest = place.longest;
  conversation.begin(place);
  wire.install().catch(() => { element("connection").textContent = texts.say("chat.install_failed"); });
}

/** @param {string} text */
async function send(text) {
  composer.clearTrouble();
  try {
    const activity = await wire.write(text);
    await deliver(activity);
  } catch {
    composer.giveBack(text, texts.say("chat.not_sent"));
  }
}

/** Hands a message that everyone already sees to the bot; when that fails, says so there.
 *  @param {{ id: string }} activity */
async function deliver(activity, shownAs = activity.id) {
  try {
    await wire.deliver(activity);
    element("connection").textContent = "";
  } catch {
    // The bot may have seen the first attempt, and it answers an id once only.
    const again = { ...activity, id: `f:${crypto.randomUUID()}` };
    conversation.messages.get(shownAs)?.note(texts.say("chat.not_delivered"), () => deliver(again, shownAs));
  }
}

/** @param {import("adaptivecards").Action} action @param {Message} message
 *  @param {HTMLElement | undefined} pressed */
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
      await submit(/** @type {object} */ (action.data ?? {}), message.id);
    }
  } catch {
    message.note(texts.say("chat.press_failed"), () => press(action, message, pressed));
  } finally {
    message.setBusy(pressed, false);
  }
}

/** An Action.Submit; with imBack or messageBack it speaks for the person.
 *  @param {{ msteams?: { type: string, value: any, displayText?: string, text?: string } }} data
 *  @param {string} replyToId */
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
  const channel = address.get("in");
  if (channel) who.set("in", channel);
  const events = new EventSource(`/localchat/events?${who}`);
  /** @param {string} kind @param {(told: any) => void} tell */
  const on = (kind, tell) => events.addEventListener(kind, ({ data }) => tell(JSON.parse(data)));
  on("window", arrive);
  on("new", (activity) => {
    if (activity.from.id === wire.place.bot.id) typing.hide();
    conversation.add(activity, wire.place);
  });
  on("updated", (activity) => conversation.update(activity));
  on("deleted", ({ id }) => conversation.remove(id));
  on("typing", () => typing.show(texts.say("chat.typing", { bot: wire.place.bot.name })));
  let hasOpened = false;
  events.onopen = () => {
    hasOpened = true;
    element("connection").textContent = "";
  };
  events.onerror = () => {
    const isOver = events.readyState === EventSource.CLOSED;
    element("connection").textContent = isOver && !hasOpened ? texts.say("chat.refused") : texts.say("chat.reconnecting");
    // Some browsers give up for good while the server restarts; the page doesn't.
    if (isOver && hasOpened) setTimeout(follow, RECONNECT_AFTER_MS);
  };
}

showPeople(element("people").getElementsByTagName("ul")[0], address, texts);
const tab = new URLSearchParams({ as: address.get("as") || "anna", lang: texts.language });
element("cases", HTMLAnchorElement).href = `/arenden?${tab}`;
follow();

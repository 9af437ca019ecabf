// The conversation on the screen: one article for each message, kept up to date in place.
import { drawCard } from "./cards.js";
import { button, styled } from "./elements.js";
import { keepingFocus } from "./focus.js";
import { toHtml } from "./markdown.js";

/** @typedef {import("./wire.js").Activity} Activity
 *  @typedef {import("./wire.js").Place} Place
 *  @typedef {{ text?: string, cards: any[] }} Content what a message shows */

const CARD = "application/vnd.microsoft.card.adaptive";

export class Conversation {
  /** @param {HTMLElement} log
   *  @param {import("./texts.js").Texts} texts
   *  @param {{ onPress: (action: import("adaptivecards").Action, message: Message,
   *    pressed: HTMLElement | undefined) => void, onAsk: (activity: Activity) => void }} does
   *    what a press leads to, and the action in the menu of a message */
  constructor(log, texts, { onPress, onAsk }) {
    this.log = log;
    this.texts = texts;
    this.onPress = onPress;
    this.onAsk = onAsk;
    /** @type {Map<string, Message>} */
    this.messages = new Map();
  }

  /** Starts over with the history of *place*.
   *  @param {Place} place */
  begin(place) {
    this.messages.clear();
    this.log.replaceChildren();
    // A whole history read out at once would be a flood, so it is put in silently.
    this.log.setAttribute("aria-live", "off");
    for (const activity of place.history) this.add(activity, place);
    this.log.scrollTop = this.log.scrollHeight;
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
  }

  /** @param {Activity} activity @param {Place} place whose window it is */
  add(activity, place) {
    const following = this.#isAtEnd();
    const message = new Message(activity, this, place);
    this.messages.set(activity.id, message);
    this.log.append(message.article);
    if (following || message.isMine) this.#show(message.article);
  }

  /** @param {Activity} activity */
  update(activity) {
    this.messages.get(activity.id)?.show(activity);
  }

  /** @param {string} id */
  remove(id) {
    this.messages.get(id)?.article.remove();
    this.messages.delete(id);
  }

  #isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  /** Scrolls the end of *article* into view, or its beginning when it is taller than the log.
   *  @param {HTMLElement} article */
  #show(article) {
    const isTall = article.offsetHeight > this.log.clientHeight;
    article.scrollIntoView({ block: isTall ? "start" : "end" });
  }
}

export class Message {
  /** @param {Activity} activity @param {Conversation} conversation @param {Place} place */
  constructor(activity, conversation, { person, bot }) {
    this.conversation = conversation;
    this.id = activity.id;
    this.bot = bot;
    this.isBusy = false;
    /** @type {Content | undefined} */
    this.content = undefined;
    /** @type {Content | undefined} */
    this.pressedOn = undefined;
    this.isMine = activity.from.id === person.id;
    this.isBots = activity.from.id === bot.id;
    this.article = document.createElement("article");
    this.article.className = this.isMine ? "mine" : this.isBots ? "bots" : "others";
    this.body = document.createElement("div");
    this.article.append(this.#heading(activity), this.body);
    if (activity.text && !this.isBots) this.article.append(this.#menu(activity));
    this.show(activity);
  }

  /** Shows *activity* in place of what the message was, and leaves the focus where it was.
   *  @param {Activity} activity */
  show({ text, attachments = [] }) {
    const cards = attachments.filter((each) => each.contentType === CARD);
    this.#show({ text: text || undefined, cards: cards.map((each) => each.content) });
  }

  /** Shows what the bot answered a press with: from the start, unless only its end is new.
   *  @param {import("./wire.js").Answer} answer */
  showAnswer({ type, value }) {
    if (type !== CARD) {
      if (typeof value === "string" && value) this.note(value);
      return;
    }
    const pressed = this.pressedOn;
    this.#show({ cards: [value] });
    const isNothingNew = pressed && same(pressed, this.content);
    if (isNothingNew || !same(beginningOf(pressed), beginningOf(this.content))) this.#toTheStart();
  }

  /** Says something beside the message, at once, with a way to try again if there is one.
   *  @param {string} sentence @param {() => void} [retry] */
  note(sentence, retry) {
    this.clearNote();
    const note = styled("div", retry ? "note trouble" : "note", "");
    note.setAttribute("role", retry ? "alert" : "status");
    note.append(styled("p", "", sentence));
    if (retry) {
      note.append(button(this.conversation.texts.say("chat.retry"), () => {
        this.body.focus({ preventScroll: true });
        this.clearNote();
        retry();
      }));
    }
    this.article.append(note);
    note.scrollIntoView({ block: "nearest" });
  }

  clearNote() {
    this.article.querySelector(".note")?.remove();
  }

  /** While the bot works on a press, *pressed* is marked and nothing else can be pressed.
   *  @param {HTMLElement | undefined} pressed @param {boolean} isBusy */
  setBusy(pressed, isBusy) {
    this.isBusy = isBusy;
    // The bot may change the card before it answers the press.
    if (isBusy) this.pressedOn = this.content;
    this.body.setAttribute("aria-busy", String(isBusy));
    if (!pressed) return;
    pressed.classList.toggle("pressed", isBusy);
    if (isBusy) pressed.setAttribute("aria-disabled", "true");
    else pressed.removeAttribute("aria-disabled");
  }

  /** @param {Activity} activity */
  #heading({ from, timestamp }) {
    const { texts } = this.conversation;
    const heading = document.createElement("h2");
    const at = document.createElement("time");
    at.dateTime = timestamp;
    at.textContent = texts.clock(timestamp);
    heading.append(this.isMine ? texts.say("chat.said_you") : (from.name ?? ""), " ", at);
    return heading;
  }

  /** @param {Activity} activity */
  #menu(activity) {
    const { texts, onAsk } = this.conversation;
    const menu = styled("details", "menu", "");
    const opener = styled("summary", "", "⋯");
    opener.setAttribute("aria-label", texts.say("chat.message_menu"));
    const ask = button(texts.say("chat.ask_about", { bot: this.bot.name }), () => {
      menu.open = false;
      opener.focus();
      onAsk(activity);
    });
    menu.append(opener, ask);
    return menu;
  }

  /** @param {string} text */
  #bubble(text) {
    const bubble = styled("div", "bubble", "");
    if (this.isBots) bubble.innerHTML = toHtml(text);
    else bubble.textContent = text.replace(/<at>(.*?)<\/at>/g, "@$1");
    return bubble;
  }

  /** @param {unknown} json */
  #card(json) {
    const { texts, onPress } = this.conversation;
    const frame = styled("div", "card", "");
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", texts.say("chat.card_from", { bot: this.bot.name }));
    const card = drawCard(json, (action, pressed) => {
      if (!this.isBusy) onPress(action, this, pressed);
    });
    frame.append(card ?? texts.say("chat.card_failed"));
    return frame;
  }

  /** Draws *content*; what stands there already is left alone, with all that was filled in.
   *  @param {Content} content */
  #show(content) {
    this.clearNote();
    if (same(content, this.content)) return;
    this.content = content;
    const drawn = content.cards.map((each) => this.#card(each));
    if (content.text) drawn.unshift(this.#bubble(content.text));
    this.body.className = "body";
    this.body.tabIndex = -1;
    keepingFocus(this.body, () => this.body.replaceChildren(...drawn));
  }

  #toTheStart() {
    if (this.body.contains(document.activeElement)) this.body.focus({ preventScroll: true });
    this.article.scrollIntoView({ block: "start" });
  }
}

/** @param {unknown} one @param {unknown} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What is seen first of a card: its title, and what stands right below it.
 *  @param {Content | undefined} content */
const beginningOf = (content) => content?.cards[0]?.body?.slice(0, 3);

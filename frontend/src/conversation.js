// The conversation on the screen: one article for each message, kept up to date in place.
import { drawCard } from "./cards.js";
import { keepingFocus } from "./focus.js";
import { toHtml } from "./markdown.js";

const CARD = "application/vnd.microsoft.card.adaptive";

export class Conversation {
  /** @param {HTMLElement} log
   *  @param {(action: object, message: Message, pressed: HTMLElement) => void} onPress */
  constructor(log, texts, onPress) {
    this.log = log;
    this.texts = texts;
    this.onPress = onPress;
    /** @type {Map<string, Message>} */
    this.messages = new Map();
  }

  /** Starts over with *history*, for the window of *place*. */
  begin(place) {
    this.place = place;
    this.messages.clear();
    this.log.replaceChildren();
    // A whole history read out at once would be a flood, so it is put in silently.
    this.log.setAttribute("aria-live", "off");
    for (const activity of place.history) this.add(activity);
    this.log.scrollTop = this.log.scrollHeight;
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
  }

  add(activity) {
    const following = this.#isAtEnd();
    const message = new Message(activity, this);
    this.messages.set(activity.id, message);
    this.log.append(message.article);
    if (following || message.isMine) this.#show(message.article);
  }

  update(activity) {
    this.messages.get(activity.id)?.show(activity);
  }

  remove(id) {
    this.messages.get(id)?.article.remove();
    this.messages.delete(id);
  }

  #isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  /** Scrolls the end of *article* into view, or its beginning when it is taller than the log. */
  #show(article) {
    const isTall = article.offsetHeight > this.log.clientHeight;
    article.scrollIntoView({ block: isTall ? "start" : "end" });
  }
}

export class Message {
  /** @param {Conversation} conversation */
  constructor(activity, conversation) {
    this.conversation = conversation;
    this.id = activity.id;
    const { person, bot } = conversation.place;
    this.isMine = activity.from.id === person.id;
    this.isBots = activity.from.id === bot.id;
    this.article = document.createElement("article");
    this.article.className = this.isMine ? "mine" : this.isBots ? "bots" : "others";
    this.body = document.createElement("div");
    this.article.append(this.#heading(activity), this.body);
    this.show(activity);
  }

  /** Shows *activity* in place of what the message was, and leaves the focus where it was. */
  show({ text, attachments = [] }) {
    const cards = attachments.filter((each) => each.contentType === CARD);
    this.#show({ text: text || undefined, cards: cards.map((each) => each.content) });
  }

  /** Shows what the bot answered a press with: from the start, unless only its end is new. */
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

  /** Says something beside the message, at once, with a way to try again if there is one. */
  note(sentence, retry = null) {
    this.clearNote();
    const note = document.createElement("div");
    note.className = retry ? "note trouble" : "note";
    note.setAttribute("role", retry ? "alert" : "status");
    note.append(Object.assign(document.createElement("p"), { textContent: sentence }));
    if (retry) {
      const { retry: textContent } = this.conversation.texts;
      const button = Object.assign(document.createElement("button"), { type: "button", textContent });
      button.addEventListener("click", () => {
        this.body.focus({ preventScroll: true });
        this.clearNote();
        retry();
      });
      note.append(button);
    }
    this.article.append(note);
    note.scrollIntoView({ block: "nearest" });
  }

  clearNote() {
    this.article.querySelector(".note")?.remove();
  }

  /** While the bot works on a press, *pressed* is marked and nothing else can be pressed. */
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

  #heading({ from, timestamp }) {
    const { texts } = this.conversation;
    const heading = document.createElement("h2");
    const at = document.createElement("time");
    at.dateTime = timestamp;
    at.textContent = new Date(timestamp).toLocaleTimeString(texts.locale, { timeStyle: "short" });
    heading.append(this.isMine ? texts.saidYou : (from.name ?? ""), " ", at);
    return heading;
  }

  #bubble(text) {
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    if (this.isBots) bubble.innerHTML = toHtml(text);
    else bubble.textContent = text.replace(/<at>(.*?)<\/at>/g, "@$1");
    return bubble;
  }

  #card(json) {
    const { texts, place, onPress } = this.conversation;
    const frame = document.createElement("div");
    frame.className = "card";
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", texts.cardFrom(place.bot.name));
    const card = drawCard(json, (action, pressed) => {
      if (!this.isBusy) onPress(action, this, pressed);
    });
    frame.append(card ?? texts.cardFailed);
    return frame;
  }

  /** Draws *content*; what stands there already is left alone, with all that was filled in. */
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

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What is seen first of a card: its title, and what stands right below it. */
const beginningOf = (content) => content?.cards[0]?.body?.slice(0, 3);

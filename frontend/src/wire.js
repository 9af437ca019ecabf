// What goes over the wire: activities shaped as Teams shapes them, and where they are posted.

/** @typedef {{ id: string, name: string, aadObjectId?: string }} Person
 *  @typedef {{ id: string, name: string, conversationType: string, tenantId: string }} Group
 *  @typedef {{ person: Person, bot: Person, conversation: Group, serviceUrl: string,
 *    history: Activity[], longest: number }} Place
 *  @typedef {{ contentType: string, content: unknown }} Attachment
 *  @typedef {{ id: string, from: Person, timestamp: string, text?: string,
 *    attachments?: Attachment[], [more: string]: unknown }} Activity
 *  @typedef {{ content: unknown, preview: { content: { title: string, text: string } } }} Hit
 *  @typedef {{ title: string, card: Attachment }} Dialog
 *  @typedef {{ statusCode: number, type: string, value: unknown }} Answer what a press is answered with */

export class Undelivered extends Error {}

export class Wire {
  /** @param {Place} place who writes, to whom and where, as the server told
   *  @param {string} locale */
  constructor(place, locale) {
    this.place = place;
    this.locale = locale;
    this.country = new Intl.Locale(locale).region;
  }

  get isChannel() {
    return this.place.conversation.conversationType === "channel";
  }

  /** Writes in the conversation, where every window sees it. Returns the activity to deliver.
   *  @param {string} text */
  async write(text) {
    const activity = this.#message(text);
    const { id } = await (await post(this.#activitiesUrl(), activity)).json();
    return { ...activity, id };
  }

  /** Hands an activity to the bot, as Teams would.
   *  @param {object} activity */
  async deliver(activity) {
    await post("/api/messages", activity);
  }

  /** Tells the bot that it is here, as Teams does when an app is installed. */
  async install() {
    const { bot, person } = this.place;
    await this.deliver({ ...this.#activity("installationUpdate"), action: "add" });
    await this.deliver({
      ...this.#activity("conversationUpdate"),
      membersAdded: [{ id: bot.id }, { id: person.id, aadObjectId: person.aadObjectId }],
    });
  }

  /** Presses an Action.Execute.
   *  @param {object} action @param {string} replyToId
   *  @returns {Promise<Answer>} */
  async execute(action, replyToId) {
    const value = { action: { type: "Action.Execute", ...action }, trigger: "manual" };
    const answer = await this.#invoke("adaptiveCard/action", value, { replyToId });
    if (!(answer.statusCode < 400)) throw new Undelivered(`statusCode ${answer.statusCode}`);
    return answer;
  }

  /** Searches as from the message box.
   *  @param {string} commandId @param {string} text @param {number} skip @param {number} count
   *  @returns {Promise<{ attachments?: Hit[], text?: string }>} */
  async search(commandId, text, skip, count) {
    const typed = text.trim() ? { name: "text", value: text } : { name: "initialRun", value: "true" };
    const value = { commandId, parameters: [typed], queryOptions: { skip, count } };
    return (await this.#invoke("composeExtension/query", value)).composeExtension;
  }

  /** Chooses the bot's action on a message.
   *  @param {Activity} message
   *  @returns {Promise<Dialog>} */
  async askAbout({ id, from, timestamp, text = "", attachments = [] }) {
    const html = attachments.find((each) => each.contentType === "text/html")?.content;
    const messagePayload = {
      id,
      createdDateTime: timestamp,
      from: { user: { id: from.aadObjectId, displayName: from.name } },
      body: { contentType: "html", content: html ?? escaped(text) },
    };
    const value = { commandId: "ask", commandContext: "message", messagePayload };
    return (await this.#invoke("composeExtension/fetchTask", value)).task.value;
  }

  /** Presses a button of the dialog that carries *data*.
   *  @param {object} data
   *  @returns {Promise<Dialog>} */
  async pressInDialog(data) {
    const value = { commandId: "ask", commandContext: "message", data };
    return (await this.#invoke("composeExtension/submitAction", value)).task.value;
  }

  /** Puts a card into the conversation in the person's name; the bot isn't told.
   *  @param {unknown} content */
  async put(content) {
    const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive", content }];
    await post(this.#activitiesUrl(), { ...this.#activity("message"), attachments });
  }

  /** A message that shows nothing in the conversation: the press of an Action.Submit. */
  unwritten() {
    return { ...this.#message(""), text: undefined, attachments: undefined };
  }

  #activitiesUrl() {
    const conversation = encodeURIComponent(this.place.conversation.id);
    return `${this.place.serviceUrl}v3/conversations/${conversation}/activities`;
  }

  /** @param {string} name @param {object} value @param {object} [more] */
  async #invoke(name, value, more = {}) {
    const invoke = { ...this.#activity("invoke"), name, value, ...more };
    return (await post("/api/messages", invoke)).json();
  }

  /** @param {string} type */
  #activity(type) {
    const { person, bot, conversation, serviceUrl } = this.place;
    const now = new Date();
    return {
      type,
      id: `f:${crypto.randomUUID()}`,
      timestamp: now.toISOString(),
      localTimestamp: localTime(now),
      localTimezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      serviceUrl,
      channelId: "msteams",
      from: person,
      recipient: bot,
      conversation,
      locale: this.locale,
      channelData: { tenant: { id: conversation.tenantId } },
      entities: /** @type {object[]} */ ([]),
    };
  }

  /** @param {string} text */
  #message(text) {
    const activity = this.#activity("message");
    const { locale, country } = this;
    const timezone = activity.localTimezone;
    activity.entities.push({ type: "clientInfo", locale, country, timezone, platform: "Web" });
    let before = "";
    let said = text;
    if (this.isChannel) {
      const { bot } = this.place;
      const mention = `<at>${bot.name}</at>`;
      activity.entities.push({ type: "mention", text: mention, mentioned: bot });
      before = `<span itemtype="http://schema.skype.com/Mention" itemscope>${escaped(bot.name)}</span>&nbsp;`;
      said = `${mention} ${text}`;
    }
    const attachments = [{ contentType: "text/html", content: `<p>${before}${escaped(text)}</p>` }];
    return { ...activity, text: said, textFormat: "plain", attachments };
  }
}

/** @param {string} url @param {object} activity */
async function post(url, activity) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(activity),
    });
  } catch (cause) {
    throw new Undelivered("no answer", { cause });
  }
  if (!response.ok) throw new Undelivered(`HTTP ${response.status}`);
  return response;
}

/** @param {string} text */
function escaped(text) {
  const breaks = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return breaks.replaceAll("\n", "<br>");
}

/** The time as the person's clock shows it, with its offset: 2026-03-01T14:05:00+01:00.
 *  @param {Date} moment */
function localTime(moment) {
  const offset = -moment.getTimezoneOffset();
  const shifted = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const part = (/** @type {number} */ number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return `${shifted}${offset < 0 ? "-" : "+"}${part(offset / 60)}:${part(offset % 60)}`;
}

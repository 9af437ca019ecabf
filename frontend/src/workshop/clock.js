// Times of day, as they are read on the page.

/** @param {string | Date} [moment] now, if left out */
export function clock(moment = new Date()) {
  return new Date(moment).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
}

/** The time, with its day unless that is today.
 *  @param {string} moment */
export function dayAndClock(moment) {
  const then = new Date(moment);
  const isToday = then.toDateString() === new Date().toDateString();
  return isToday ? clock(then) : `${then.toLocaleDateString("sv-SE")} ${clock(then)}`;
}

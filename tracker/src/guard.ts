/** How nothing that goes wrong here ever reaches the page. */

/** The value of `act`, or nothing when it throws (storage blocked, a sandboxed frame, a page that broke a built-in). */
export const attempt = <T>(act: () => T): T | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};

/** Listens for as long as the page lives. Capturing, so that a page which stops its events cannot hide them. */
export const on = <E extends Event>(target: EventTarget, type: string, act: (event: E) => void): void =>
  target.addEventListener(type, (event) => attempt(() => act(event as E)), true);

/** A second click on a slow evening must not add a note twice. */
export function sendFormsOnce(): void {
  const sent = new WeakSet<Event['target'] & object>();
  document.addEventListener('submit', (event) => {
    // A download leaves the page as it is, and may be wanted again.
    if (!(event.target instanceof HTMLFormElement) || event.target.hasAttribute('data-download')) return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
  });
}

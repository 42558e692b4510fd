/** A second click on a slow evening must not add a note twice. */
export function sendFormsOnce(): void {
  const sent = new WeakSet<Event['target'] & object>();
  document.addEventListener('submit', (event) => {
    if (!event.target) return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
  });
}

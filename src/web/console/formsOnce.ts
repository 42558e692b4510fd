/** A second click on a slow evening must not add a note twice. */
export function sendFormsOnce(): void {
  const sent = new WeakSet<HTMLFormElement>();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    // A form that only closes its dialog is sent nowhere; a download leaves the page as it is, and may be wanted again.
    if (!(form instanceof HTMLFormElement) || form.method === 'dialog' || form.hasAttribute('data-download')) return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
  });
}

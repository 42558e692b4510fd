/** Closes the account menu by Escape and by a click elsewhere. */
export function closeMenuOutside(): void {
  const menu = document.querySelector<HTMLDetailsElement>('details.account');
  if (!menu) return;
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}

/** Makes the two drop-down panels of the bar close as people expect. They open and close without script too. */
export function initPanels(): { readonly close: () => void } {
  const panels = Array.from(document.querySelectorAll<HTMLDetailsElement>('details.drop'));

  for (const panel of panels) {
    panel.addEventListener('toggle', () => {
      if (panel.open) for (const other of panels) if (other !== panel) other.open = false;
    });
    const button = panel.querySelector<HTMLButtonElement>('.panel-close');
    if (!button) continue;
    button.hidden = false;
    button.addEventListener('click', () => closeWithFocus(panel));
  }
  document.addEventListener('click', (event) => {
    for (const panel of panels) if (!panel.contains(event.target as Node)) panel.open = false;
  });
  document.addEventListener('keydown', (event) => {
    const open = panels.find((panel) => panel.open);
    if (event.key === 'Escape' && open) closeWithFocus(open);
  });

  return {
    close() {
      for (const panel of panels) panel.open = false;
    },
  };
}

function closeWithFocus(panel: HTMLDetailsElement): void {
  panel.open = false;
  panel.querySelector('summary')?.focus();
}

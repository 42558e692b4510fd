/**
 * Keeps the text field above the on-screen keyboard where the browser only covers the page with it (Safari). Android's
 * Chrome shrinks the page by itself.
 */
export function fitKeyboard(): void {
  const { visualViewport } = window;
  if (!visualViewport) return;
  visualViewport.addEventListener('resize', () => {
    const hidden = window.innerHeight - visualViewport.height;
    // Zooming with two fingers makes the visible part smaller too: that is no keyboard.
    const isKeyboard = hidden > 120 && Math.abs(visualViewport.scale - 1) < 0.01;
    document.body.style.height = isKeyboard ? `${visualViewport.height}px` : '';
    if (isKeyboard) window.scrollTo(0, 0);
  });
}

import { keepChatLive } from './chatPanel.ts';
import { sendFormsOnce } from './formsOnce.ts';
import { keepListFresh } from './liveList.ts';
import { closeMenuOutside } from './menu.ts';
import { watchSession } from './sessionWatch.ts';
import { listenShortcuts } from './shortcuts.ts';

// Every page works without this script; it adds comfort, and clears the screen when the session is over.
// A page that comes back from the browser's memory may belong to a session that is over.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
sendFormsOnce();
closeMenuOutside();
listenShortcuts();
if (document.body.hasAttribute('data-signed-in')) {
  const session = watchSession();
  keepListFresh(session.leave);
  keepChatLive(session.leave);
}

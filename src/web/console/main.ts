import { sendFormsOnce } from './formsOnce.ts';
import { keepListFresh } from './liveList.ts';
import { closeMenuOutside } from './menu.ts';
import { watchSession } from './sessionWatch.ts';

// Every page works without this script; it adds comfort, and clears the screen when the session is over.
sendFormsOnce();
closeMenuOutside();
if (document.body.hasAttribute('data-signed-in')) {
  const session = watchSession();
  keepListFresh(session.leave);
}

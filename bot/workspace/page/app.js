/** Starts the page: the choice of a person, or the workspace seen as that person. */

import { Cast } from "./cast.js";
import { Desk } from "./desk.js";
import { byId } from "./dom.js";
import { showError } from "./notices.js";
import { person } from "./place.js";
import { get } from "./server.js";
import { drawChooser } from "./sidebar.js";

async function start() {
  const answer = await get("/page/cast");
  const me = person();
  if (!answer.members.some((member) => member.id === me)) {
    drawChooser(byId("chooser"), answer);
    byId("chooser").hidden = false;
    return;
  }
  const cast = new Cast(answer, me);
  byId("workspace").hidden = false;
  await new Desk(cast).open();
}

start().catch((problem) => showError(problem.message));

import { askedAhead } from "./ipc/asked-ahead";
import { setBackend } from "./ipc/backend";
import { chooseBackend } from "./ipc/choose-backend";

const root = document.getElementById("root");
if (root) {
  void chooseBackend().then(async (backend) => {
    // What the first screen shows: the answers come while the program itself is still being read.
    setBackend(askedAhead(backend, ["session_state", "settings"]));
    const { open } = await import("./window");
    open(root);
  });
}

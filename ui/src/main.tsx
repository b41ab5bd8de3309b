import { askedAhead } from "./ipc/asked-ahead";
import { setBackend } from "./ipc/backend";
import { chooseBackend } from "./ipc/choose-backend";

const root = document.getElementById("root");
if (root) {
  chooseBackend()
    .then(async (backend) => {
      // What the first screen shows: the answers come while the program itself is still being read.
      setBackend(askedAhead(backend, ["session_state", "settings"]));
      const { open } = await import("./window");
      open(root);
    })
    .catch((thrown: unknown) => {
      root.textContent = `Usher could not open its window: ${String(thrown)}. Close it and start Usher again.`;
    });
}

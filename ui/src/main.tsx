import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { setBackend } from "./ipc";
import { chooseBackend } from "./ipc/choose-backend";
import { createQueryClient } from "./queries/client";

const root = document.getElementById("root");
if (root) {
  void chooseBackend().then((backend) => {
    setBackend(backend);
    createRoot(root).render(
      <StrictMode>
        <App client={createQueryClient()} />
      </StrictMode>,
    );
  });
}

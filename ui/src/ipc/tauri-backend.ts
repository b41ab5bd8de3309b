import { Channel as TauriChannel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Backend } from "./backend";

/** The shell that runs this window. */
export const tauriBackend: Backend = {
  call: (command, args) => invoke(command, args),
  channel: <T>(onMessage: (message: T) => void) => {
    const handle = new TauriChannel<T>(onMessage);
    return {
      handle,
      get onMessage() {
        return handle.onmessage;
      },
      set onMessage(next) {
        handle.onmessage = next;
      },
    };
  },
  listen: (event, handler) => listen(event, (message) => handler(message.payload)),
};

/** Something that a channel delivers to, until it is closed. */
export interface Channel<T> {
  /** What is handed to the shell as a command's argument. */
  readonly handle: unknown;
  onMessage: (message: T) => void;
}

/** Who answers the window's commands: the shell, or fixtures while the screens are built and tested. */
export interface Backend {
  call(command: string, args: Record<string, unknown>): Promise<unknown>;
  channel<T>(onMessage: (message: T) => void): Channel<T>;
  /** Resolves to the function that ends listening. */
  listen(event: string, handler: (payload: unknown) => void): Promise<() => void>;
}

let current: Backend | undefined;

/** Names the backend for the rest of the page's life (tests: until the next call). */
export function setBackend(backend: Backend): void {
  current = backend;
}

export function backend(): Backend {
  if (!current) {
    throw new Error("The window was drawn before its backend was named.");
  }
  return current;
}

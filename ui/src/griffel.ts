import { createDOMRenderer } from "@fluentui/react-components";

/** Griffel's renderer, whose style elements carry the nonce that the strict CSP asks for. */
export function createRenderer(target: Document): ReturnType<typeof createDOMRenderer> {
  const carrier = target.getElementById("griffel");
  const nonce = carrier?.nonce;
  return createDOMRenderer(target, nonce ? { styleElementAttributes: { nonce } } : {});
}

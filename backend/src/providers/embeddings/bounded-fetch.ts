/** `fetch` to an address of the settings: no redirects, and no more of an answer than is expected. */

/** Makes a `fetch` that ends an answer with an error after `limitBytes`. */
export const createBoundedFetch =
  (limitBytes: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' });
    if (response.body === null) return response;
    let bytes = 0;
    const bounded = new TransformStream<Uint8Array, Uint8Array>({
      transform(part, controller) {
        bytes += part.byteLength;
        if (bytes > limitBytes) controller.error(new Error(`the answer is longer than ${limitBytes} bytes`));
        else controller.enqueue(part);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(bounded), { status, statusText, headers });
  };

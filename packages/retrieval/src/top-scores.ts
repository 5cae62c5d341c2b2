/** Ordinals of the highest scores above zero, best first; equal scores in ascending order of ordinals. */
export function topOrdinals(scores: ArrayLike<number>, limit: number): number[] {
  const scoreOf = (ordinal: number): number => scores[ordinal] ?? 0;
  const isWorse = (a: number, b: number): boolean => scoreOf(a) < scoreOf(b) || (scoreOf(a) === scoreOf(b) && a > b);
  /** A binary heap with the worst kept ordinal on top. */
  const heap: number[] = [];
  const swap = (a: number, b: number): void => {
    const held = heap[a] ?? 0;
    heap[a] = heap[b] ?? 0;
    heap[b] = held;
  };
  const siftDown = (): void => {
    let parent = 0;
    for (;;) {
      let worst = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && isWorse(heap[child] ?? 0, heap[worst] ?? 0)) worst = child;
      }
      if (worst === parent) return;
      swap(parent, worst);
      parent = worst;
    }
  };
  const siftUp = (): void => {
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isWorse(heap[child] ?? 0, heap[parent] ?? 0)) return;
      swap(child, parent);
      child = parent;
    }
  };
  for (let ordinal = 0; ordinal < scores.length; ordinal++) {
    if (scoreOf(ordinal) <= 0) continue;
    if (heap.length < limit) {
      heap.push(ordinal);
      siftUp();
    } else if (limit > 0 && isWorse(heap[0] ?? 0, ordinal)) {
      heap[0] = ordinal;
      siftDown();
    }
  }
  return heap.sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
}

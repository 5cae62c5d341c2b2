/** Thrown when bytes are not a whole, unharmed index of this version. */
export class IndexFormatError extends Error {
  override readonly name = 'IndexFormatError';
}

type IntegerArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;
type ArrayType<T extends IntegerArray> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
};

const ALIGNMENT = 4;

/** FNV-1a over 32-bit words, then over the remaining bytes: finds damage, no protection against forgery. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wordEnd = bytes.length & ~3;
  for (let i = 0; i < wordEnd; i += 4) hash = Math.imul(hash ^ view.getUint32(i, true), 0x01000193) ^ (hash >>> 15);
  for (let i = wordEnd; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Collects arrays and texts, each with its length, aligned to four bytes. Byte order is little-endian. */
export class BinaryWriter {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  integer(value: number): void {
    this.bytes(new Uint8Array(Uint32Array.of(value).buffer));
  }

  array(values: IntegerArray): void {
    this.integer(values.length);
    this.bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  strings(values: readonly string[]): void {
    this.array(Uint32Array.from(values, (value) => value.length));
    this.array(new TextEncoder().encode(values.join('').toWellFormed()));
  }

  finish(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.length);
    let offset = 0;
    for (const part of this.parts) {
      whole.set(part, offset);
      offset += Math.ceil(part.length / ALIGNMENT) * ALIGNMENT;
    }
    return whole;
  }

  private bytes(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.length += Math.ceil(bytes.length / ALIGNMENT) * ALIGNMENT;
  }
}

/** Reads what a {@link BinaryWriter} wrote; every length is checked against what is there. */
export class BinaryReader {
  private readonly buffer: ArrayBuffer;
  private offset = 0;

  constructor(buffer: ArrayBuffer) {
    this.buffer = buffer;
  }

  /** @throws IndexFormatError when fewer than four bytes are left */
  integer(): number {
    return this.take(Uint32Array, 1)[0] ?? 0;
  }

  /** @throws IndexFormatError when the array is longer than what is left */
  array<T extends IntegerArray>(type: ArrayType<T>): T {
    return this.take(type, this.integer());
  }

  /** @throws IndexFormatError when lengths and text disagree */
  strings(): string[] {
    const lengths = this.array(Uint32Array);
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.array(Uint8Array));
    } catch (cause) {
      throw new IndexFormatError('Text of the index is not UTF-8', { cause });
    }
    let start = 0;
    const values = Array.from(lengths, (length) => {
      const value = text.slice(start, start + length);
      start += length;
      return value;
    });
    if (start !== text.length) throw new IndexFormatError('Texts of the index have other lengths than stated');
    return values;
  }

  /** @throws IndexFormatError when bytes are left over */
  end(): void {
    if (this.offset !== this.buffer.byteLength) throw new IndexFormatError('The index has bytes after its end');
  }

  private take<T extends IntegerArray>(type: ArrayType<T>, length: number): T {
    const byteLength = length * type.BYTES_PER_ELEMENT;
    if (byteLength > this.buffer.byteLength - this.offset) throw new IndexFormatError('The index is cut off');
    const values = new type(this.buffer, this.offset, length);
    this.offset += Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT;
    return values;
  }
}

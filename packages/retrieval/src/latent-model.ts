/** Vectors of a collection's terms and sections in one latent space. */
export interface LatentModel {
  /** Number of dimensions k. */
  readonly dimensions: number;
  /** Row in `termVectors` of each term of the word table, or -1: `Int32[terms]`. */
  readonly termRows: Int32Array;
  /** `Float32[rows · k]` */
  readonly termVectors: Float32Array;
  /** Unit vectors of the sections: `Float32[documents · k]`. */
  readonly documentVectors: Float32Array;
}

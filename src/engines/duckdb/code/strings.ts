/**
 * How the engine holds a text in a vector (`duckdb_string_t` of duckdb.h): 16 bytes, of which the first four are its
 * length in bytes. A text of up to 12 bytes follows at once. Of a longer one, its first four bytes do, and where it is.
 */
export const BYTES = 16;
/** The same in words of four bytes. */
export const WORDS = 4;
/** Bytes of the longest text that is held in the vector itself. */
export const INLINE = 12;
/** Where a text begins that is held in the vector, and where the place of a longer one is told. */
export const TEXT_AT = 4;
export const PLACE_AT = 8;

/** Places are numbers of 64 bits; those of programs fit into the 53 that are exact. */
export const PAST_WORD = 2 ** 32;

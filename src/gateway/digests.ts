/** `Upload-Checksum` of tus 1.0: of one request's body. */
export interface ChunkChecksum {
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly digest: Buffer;
}

/** What was promised of the whole content (`Content-Digest` of a whole body, `Repr-Digest`; RFC 9530), by algorithm. */
export interface ExpectedDigests {
  readonly 'sha-256'?: Buffer;
  readonly 'sha-512'?: Buffer;
}

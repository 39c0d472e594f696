const encoder = new TextEncoder();

export const BOM = '\uFEFF';

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

export const utf16le = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));

export const utf16be = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le').swap16());

/** What Windows-1252 has at 0x80 to 0x9F; a space stands where it has nothing. */
const BETWEEN = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

const windows1252Byte = (character: string): number | undefined => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const place = BETWEEN.indexOf(character);
  return place < 0 ? undefined : 0x80 + place;
};

export const fitsWindows1252 = (text: string): boolean =>
  [...text].every((character) => windows1252Byte(character) !== undefined);

export const windows1252 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => {
    const byte = windows1252Byte(character);
    if (byte === undefined) throw new Error(`Windows-1252 has no ${character}`);
    return byte;
  });

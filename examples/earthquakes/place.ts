import { defineTransform } from 'millrace/kit';

/** `22km NNE of Hualian, Taiwan`: how far, in which direction, of where. */
const PLACE = /^(?:(\d+)\s?km ([NESW]{1,3}) of )?(.*)$/;

const regionOf = (where: string): string => where.split(', ').at(-1) ?? where;

export default defineTransform({
  reads: { place: 'varchar' },
  writes: { distance_km: 'integer', direction: 'varchar', region: 'varchar' },
  map: ({ place }) => {
    const found = place.values.map((text) => (text === null ? null : PLACE.exec(text)));
    return {
      distance_km: found.map((parts) => (parts?.[1] === undefined ? null : Number(parts[1]))),
      direction: found.map((parts) => parts?.[2] ?? null),
      region: found.map((parts) => (parts?.[3] === undefined ? null : regionOf(parts[3]))),
    };
  },
});

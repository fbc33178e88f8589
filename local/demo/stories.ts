import { civicCentre, districtHeating, mall } from './stories/decided.ts';
import { hospital, officeTower } from './stories/deputies.ts';
import { foods, library, resort } from './stories/early.ts';
import { hotel } from './stories/hotel.ts';
import { airport, brewery, campus, mill, school } from './stories/waiting.ts';
import type { Sale } from './story.ts';

/** Told while everybody is there. */
export const before: readonly Sale[] = [mall, civicCentre, districtHeating];

/** Told while three are away and their deputies stand in. */
export const since: readonly Sale[] = [
  ...[hotel, officeTower, hospital, campus, school, airport, brewery, mill],
  ...[resort, foods, library],
];

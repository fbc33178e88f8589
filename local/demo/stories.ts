import { civicCentre, districtHeating, mall } from './stories/decided.ts';
import { hospital, officeTower } from './stories/deputies.ts';
import { foods, library, resort } from './stories/early.ts';
import { hotel } from './stories/hotel.ts';
import { airport, brewery, campus, mill, school } from './stories/waiting.ts';
import type { Sale } from './story.ts';

export type Stories = {
  /** Told while everybody is there. */
  readonly before: readonly Sale[];
  /** Told while three are away and their deputies stand in. */
  readonly since: readonly Sale[];
};

export const stories: Stories = {
  before: [mall, civicCentre, districtHeating],
  since: [hotel, officeTower, hospital, campus, school, airport, brewery, mill, resort, foods, library],
};

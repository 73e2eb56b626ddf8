import { afterEach } from 'vitest';
import type { Flavour } from '../../flavour.ts';
import { sweep } from './dockerCommand.ts';
import { type Fixture, type FixtureOptions, makeFixture } from './fixture.ts';
import { recordWork } from './work.ts';

export interface FixtureTools {
  make(options?: FixtureOptions): Fixture;
  start(fixture: Fixture, work?: ReturnType<typeof recordWork>): ReturnType<Flavour['start']>;
}

/** Fixtures that are removed, with all that runs of them, after each test. */
export function fixturesFor(flavour: () => Flavour): FixtureTools {
  let fixtures: Fixture[] = [];
  afterEach(() => {
    const used = fixtures;
    // Forgotten first: what cannot be removed fails its own test and no other.
    fixtures = [];
    for (const fixture of used) {
      sweep(fixture);
      fixture.remove();
    }
  });
  return {
    make(options) {
      const fixture = makeFixture(options);
      fixtures.push(fixture);
      return fixture;
    },
    start(fixture, work = recordWork()) {
      const { target, composeInfo, nodes } = fixture;
      return flavour().start({ target, composeInfo, nodes, reuse: false }, work);
    },
  };
}

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
    for (const fixture of fixtures) {
      sweep(fixture);
      fixture.remove();
    }
    fixtures = [];
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

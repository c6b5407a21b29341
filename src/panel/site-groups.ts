import { groupBy } from '../shared/group-by.js';
import type { LeakSite } from '../shared/leak-site.js';
import type { StuckSocket } from './socket-model.js';

/** Sockets that one line of code leaks. */
export interface SiteGroup {
  readonly site: LeakSite;
  readonly sockets: readonly StuckSocket[];
}

/** The sockets whose leak site is known, the largest group first. */
export function siteGroups(stuck: readonly StuckSocket[]): readonly SiteGroup[] {
  const groups = groupBy(stuck, ({ site }) => (site === undefined ? [] : [site.key]));
  return [...groups.values()]
    .flatMap((sockets) => {
      const site = sockets[0]?.site;
      return site === undefined ? [] : [{ site, sockets }];
    })
    .sort((a, b) => b.sockets.length - a.sockets.length);
}

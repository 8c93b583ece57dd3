import type { Evidence } from '../evidence/evidence.ts';
import { type RemedyName, remedies, remedyNames } from '../remedies/index.ts';
import { rules } from './index.ts';
import type { Rule, Suspicion } from './rule.ts';

/** A rule and what it suspects. */
export interface RuleSuspicion {
  readonly rule: Rule;
  /** With those remedies alone that would change something. */
  readonly suspicion: Suspicion;
}

/**
 * What all rules suspect, in the catalogue's order. A suspicion that no trial could test, since none of its remedies has
 * anything to change, is left out unless it is certain, was measured or is a note.
 */
export async function suspicionsOf(evidence: Evidence): Promise<RuleSuspicion[]> {
  const found: RuleSuspicion[] = [];
  for (const rule of rules) {
    const suspected = await rule.suspect(evidence);
    const suspicion = suspected && testableSuspicion(suspected, evidence);
    if (suspicion !== undefined) found.push({ rule, suspicion });
  }
  return found;
}

/** A suspicion with those remedies alone that would change something; undefined where nothing could test it then. */
export function testableSuspicion(suspicion: Suspicion, { subject, task }: Evidence): Suspicion | undefined {
  const context = { task, train: subject.train, seed: 0 };
  const left = suspicion.remedies.filter((name) => remedies[name].apply(subject.design, context) !== undefined);
  const { isCertain = false, isNote = false, measured } = suspicion;
  const isTold = left.length > 0 || isCertain || isNote || measured !== undefined;
  return isTold ? { ...suspicion, remedies: left } : undefined;
}

/** How likely a remedy is to be the cure before any trial, and why. */
export interface RemedySuspicion {
  /** From 0 to 1. */
  readonly likelihood: number;
  readonly reason: string;
}

/** The likeliest suspicion for each remedy that one names, in the order in which remedies combine. */
export function likelihoodsOf(found: readonly RuleSuspicion[]): Map<RemedyName, RemedySuspicion> {
  const likeliest = new Map<RemedyName, RemedySuspicion>();
  for (const name of remedyNames) {
    for (const { suspicion } of found) {
      if (!suspicion.remedies.includes(name)) continue;
      const { likelihood, reason } = suspicion;
      if (likelihood > (likeliest.get(name)?.likelihood ?? -1)) likeliest.set(name, { likelihood, reason });
    }
  }
  return likeliest;
}

import type { Block } from '@ethereumjs/block';

/** The templates on the present head by job, newest last: a seal for an older one of them is as good. */
export interface TemplateBook {
  add(template: Block): number;
  /** Takes out the template of a found seal. */
  take(job: number): Block | undefined;
  newest(): Block | undefined;
  clear(): void;
}

const KEPT = 8;

export function createTemplateBook(): TemplateBook {
  const templates = new Map<number, Block>();
  let job = 0;
  return {
    add(template) {
      templates.set(++job, template);
      templates.delete(job - KEPT);
      return job;
    },
    take(found) {
      const template = templates.get(found);
      templates.delete(found);
      return template;
    },
    newest: () => templates.get(job),
    clear: () => templates.clear(),
  };
}

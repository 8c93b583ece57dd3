/** The public interface of netwright. */
export * from './core/index.ts';

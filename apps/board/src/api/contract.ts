/** What app and server agree on: the only place where the app imports from the library. */
export * from '../../../../src/server/browser.ts';

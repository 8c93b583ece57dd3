import { timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { BoardFailure } from '../board-failure.ts';

/** Whether a host to listen on is this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** Names by which browsers reach a server on loopback. The port may be another: of a tunnel. */
const loopbackNames = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/;

/**
 * What the browser may do with a page of the board: load what the board serves and nothing else, run no inline script or
 * style, turn no text into HTML, and be framed by nobody.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Puts the headers of safety on every answer. None of HTTPS: the board is served without. */
export const safetyHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers } = context.res;
  headers.set('Content-Security-Policy', contentSecurityPolicy);
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('X-Frame-Options', 'DENY');
  headers.set('Referrer-Policy', 'no-referrer');
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
};

/**
 * Refuses requests under a name that is not this machine's: a page whose own name was turned to 127.0.0.1 (DNS rebinding)
 * still sends that name.
 */
export const checkHost: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? '';
  if (!loopbackNames.test(host)) {
    throw new BoardFailure(403, `'${host}' is not a name of this machine; open the board under localhost`);
  }
  await next();
};

/** Refuses requests that change something where they come from another site's page. */
export const checkOrigin: MiddlewareHandler = async (context, next) => {
  const { method } = context.req;
  if (method !== 'GET' && method !== 'HEAD') {
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    const isOwn =
      origin === undefined
        ? site === undefined || site === 'same-origin'
        : origin === `http://${context.req.header('host')}`;
    if (!isOwn) throw new BoardFailure(403, `requests from ${origin ?? 'another site'} are refused`);
    const type = context.req.header('content-type') ?? '';
    const hasBody = method === 'POST' || method === 'PATCH';
    if (hasBody && !/^application\/json\s*(;|$)/i.test(type)) {
      throw new BoardFailure(415, `expected a body of application/json, not of '${type}'`);
    }
  }
  await next();
};

/**
 * Asks for the token where the board is served to other machines: once in the address, `?token=…`, from then on in a cookie;
 * or as `Authorization: Bearer …`.
 */
export function checkToken(token: string): MiddlewareHandler {
  const cookie = `netwright-board-${token.slice(0, 8)}`;
  const isToken = (text: string | undefined) => {
    const [given, expected] = [Buffer.from(text ?? ''), Buffer.from(token)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
  return async (context, next) => {
    const url = new URL(context.req.url);
    if (context.req.method === 'GET' && isToken(url.searchParams.get('token') ?? undefined)) {
      setCookie(context, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
      url.searchParams.delete('token');
      return context.redirect(`${url.pathname}${url.search}`, 303);
    }
    const bearer = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1];
    if (!isToken(bearer) && !isToken(getCookie(context, cookie))) {
      throw new BoardFailure(403, 'open the board under the address with the token, which it printed when it started');
    }
    return next();
  };
}

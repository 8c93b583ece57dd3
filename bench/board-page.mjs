/** A page of a board: when a chart is on the screen, what was sent for it, what it takes to zoom. */
const patienceMs = 30_000;
/** Coloured pixels that make a curve: axes and their texts are grey. */
const leastInk = 100;

const frame = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** Runs in the page, frame by frame: whether a chart has as much ink. A drawing of another thread is read as it is shown. */
function hasInk([selector, least]) {
  const chart = document.querySelector(selector);
  if (chart === null || chart.width === 0 || chart.height === 0) return false;
  const { width, height } = chart;
  const copy = new OffscreenCanvas(width, height).getContext('2d');
  copy.drawImage(chart, 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];
    if (data[i + 3] > 100 && Math.max(red, green, blue) - Math.min(red, green, blue) > 30) count++;
  }
  return count >= least;
}

/** Opens an empty page; `open` sends it somewhere. */
export async function preparePage(browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Performance.enable');
  let bytes = 0;
  session.on('Network.dataReceived', ({ encodedDataLength, dataLength }) => {
    bytes += encodedDataLength || dataLength;
  });
  return {
    page,
    get bytes() {
      return bytes;
    },
    open: (address) => page.goto(address, { waitUntil: 'commit' }),
    /** Whether a curve is drawn in the canvas that the selector names, before long. */
    async waitForInk(selector) {
      try {
        await page.waitForFunction(hasInk, [selector, leastInk], { polling: 'raf', timeout: patienceMs });
        return true;
      } catch (error) {
        if (error.name === 'TimeoutError') return false;
        throw error;
      }
    },
    async settle(selector) {
      if (selector !== undefined) await page.waitForSelector(selector, { timeout: patienceMs });
      await page.evaluate(frame);
    },
    /** What JavaScript holds after a collection. */
    async heapMegabytes() {
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 1e6;
    },
    close: () => page.close(),
  };
}

const zooms = 5;

/**
 * Milliseconds from the release of the pointer, which ends the choice of a part of x, until the chart of that part is
 * drawn: ours when the finer data are, TensorBoard's when its axis is, which has no finer data.
 */
export async function zoomTimes({ page, settle }, board, tag) {
  const chart = page.locator(board.chartOf(tag)).first();
  const times = [];
  for (let i = 0; i < zooms; i++) {
    const { x, y, width, height } = await chart.boundingBox();
    const { top, bottom } = board.drag;
    await page.mouse.move(x + width * 0.35, y + height * top);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.7, y + height * bottom, { steps: 3 });
    await settle();
    const drawn = page.evaluate(watchZoom, board.redraw);
    await page.evaluate('0');
    await page.mouse.up();
    times.push(await drawn);
    await settle();
  }
  return times;
}

/** Runs in the page. */
function watchZoom({ answer, changes }) {
  return new Promise((resolve) => {
    let released;
    let isAnswered = answer === undefined;
    addEventListener(
      'mouseup',
      () => {
        released = performance.now();
      },
      { capture: true, once: true },
    );
    const finish = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - released)));
    if (answer === undefined) {
      const observer = new MutationObserver((seen) => {
        const isChange = ({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest(changes);
        if (released === undefined || !seen.some(isChange)) return;
        observer.disconnect();
        finish();
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      return;
    }
    new PerformanceObserver((list) => {
      if (isAnswered || released === undefined || !list.getEntries().some(({ name }) => name.includes(answer))) return;
      isAnswered = true;
      finish();
    }).observe({ type: 'resource' });
  });
}

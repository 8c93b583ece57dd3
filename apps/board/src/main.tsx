import { render } from 'preact';
import { App } from './app.tsx';
import { followBoard, refresh } from './state/board.ts';
import '@preact/signals';

// Asked for first: the server answers while the page is drawn for the first time.
void refresh();
followBoard();
const place = document.getElementById('board');
if (place !== null) render(<App />, place);

// The scan: drawn on a canvas, moved and zoomed by pointer, wheel and keys; boxes drawn over it.
// Boxes are [x0, y0, x1, y1] in pixels of the page image; view.scale is screen pixels (of CSS) per pixel of the image.

const MOST_SCALE = 4;
const STEP = 1.25;
const MOST_TILES = 48;
const CLICK_PX = 5;
// A sharper picture is wanted by most who look at a page: it is asked for before it is.
const AHEAD_MS = 600;
const LEAST_FRAMED_PX = 8;
const COLOURS = {
  line: ["#ffd24d40", "#b3241b"], word: ["#ffd24d66", "#b3241b"], hover: ["#3a7bd52e", "#17527f"], drawn: ["#3a7bd52e", "#17527f"],
  words: ["", "#5c6f82b0"], lines: ["", "#17527fa0"], regions: ["", "#17527f"], marks: ["", "#b3731c4d", "#f08c0059", "#1d8a3c4d"],
  tiny: "#5c6f8233",
};

function picture(address, done, failed) {
  const image = new Image();
  image.decoding = "async";
  image.onload = () => done(image);
  image.onerror = () => failed?.(address);
  image.src = address;
}

export class Scan {
  // told: address, width, height, widths, tile. calls: picked(x, y), edited(x, y), hovered(x, y), drawn(box), failed(address).
  constructor(box, told, calls) {
    this.box = box;
    this.told = told;
    this.calls = calls;
    this.canvas = box.querySelector("canvas");
    this.pen = this.canvas.getContext("2d", { alpha: false });
    this.view = { scale: 0, x: 0, y: 0 };
    this.pictures = new Map();
    this.tiles = new Map();
    this.asked = new Set();
    this.over = { regions: false, lines: false, words: false };
    this.marks = { line: null, word: null, hover: null, drawn: null };
    this.geometry = { regions: {}, lines: {} };
    this.pointers = new Map();
    this.drawing = false;
    this.ordering = false;
    this.waiting = false;
    const first = box.querySelector("img");
    const loaded = () => {
      this.pictures.set(told.widths[0], first);
      box.classList.add("live");
      this.paint();
      setTimeout(() => this.askFor(told.widths.at(-1)), AHEAD_MS);
    };
    const broken = () => calls.failed(first.src);
    if (first.complete && first.naturalWidth) loaded();
    else if (first.complete && first.currentSrc) broken();
    else {
      first.addEventListener("load", loaded);
      first.addEventListener("error", broken);
    }
    new ResizeObserver(() => this.resized()).observe(box);
    this.listen();
    this.resized();
  }

  // Size and place ------------------------------------------------------------------------------------------------

  get size() {
    return [this.box.clientWidth || 1, this.box.clientHeight || 1];
  }

  get fitting() {
    return this.size[0] / this.told.width;
  }

  get least() {
    return 0.8 * Math.min(this.fitting, this.size[1] / this.told.height);
  }

  resized() {
    const [width, height] = this.size;
    this.density = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * this.density);
    this.canvas.height = Math.round(height * this.density);
    if (!this.view.scale) this.view.scale = this.fitting;
    this.moved();
  }

  // Keeps the page within sight.
  moved() {
    const [width, height] = this.size;
    const { view, told } = this;
    view.scale = Math.min(MOST_SCALE, Math.max(this.least, view.scale));
    const keep = (at, seen, whole) => (seen >= whole ? (whole - seen) / 2 : Math.min(Math.max(at, -0.1 * seen), whole - 0.9 * seen));
    view.x = keep(view.x, width / view.scale, told.width);
    view.y = keep(view.y, height / view.scale, told.height);
    this.box.dataset.scale = view.scale.toFixed(4);
    this.paint();
  }

  zoom(factor, at = null) {
    const [width, height] = this.size;
    const [px, py] = at || [width / 2, height / 2];
    const { view } = this;
    const old = view.scale;
    view.scale = Math.min(MOST_SCALE, Math.max(this.least, old * factor));
    view.x += px / old - px / view.scale;
    view.y += py / old - py / view.scale;
    this.moved();
    this.calls.zoomed?.(view.scale);
  }

  larger() { this.zoom(STEP); }

  smaller() { this.zoom(1 / STEP); }

  fit() {
    this.view.scale = this.fitting;
    this.view.x = 0;
    this.moved();
    this.calls.zoomed?.(0);
  }

  pan(dx, dy) {
    this.view.x += dx / this.view.scale;
    this.view.y += dy / this.view.scale;
    this.moved();
  }

  // Brings a box into sight: not at all when it is, else into the middle. A least height of it on the screen may be asked for.
  reveal(box, least = 0) {
    const [x0, y0, x1, y1] = box;
    const { view } = this;
    if (least && (y1 - y0) * view.scale < least) {
      view.scale = Math.min(MOST_SCALE, least / Math.max(1, y1 - y0), Math.max(this.fitting, (0.95 * this.size[0]) / Math.max(1, x1 - x0)));
    }
    const [width, height] = [this.size[0] / view.scale, this.size[1] / view.scale];
    const edge = 0.06;
    const within = (a, b, at, seen) => a >= at + edge * seen && b <= at + (1 - edge) * seen;
    if (!within(y0, y1, view.y, height)) view.y = (y0 + y1) / 2 - height / 2;
    if (!within(x0, x1, view.x, width)) view.x = x1 - x0 > (1 - 2 * edge) * width ? x0 - edge * width : (x0 + x1) / 2 - width / 2;
    this.moved();
  }

  point(event) {
    const frame = this.box.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  }

  onPage([px, py]) {
    return [this.view.x + px / this.view.scale, this.view.y + py / this.view.scale];
  }

  // Drawing -------------------------------------------------------------------------------------------------------

  mark(name, box) {
    this.marks[name] = box;
    this.paint();
  }

  paint() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  draw() {
    const { pen, view, told, density } = this;
    const scale = view.scale * density;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = "#77726a";
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    pen.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
    pen.imageSmoothingQuality = "high";
    this.drawPictures(scale);
    this.drawBoxes(1 / scale);
  }

  drawPictures(scale) {
    const { pen, told } = this;
    const needed = told.width * scale;
    const wide = told.widths.find((width) => width >= 0.9 * needed) || told.widths.at(-1);
    if (this.pictures.size) this.askFor(wide);
    const best = this.pictures.get(wide) || [...this.pictures.entries()].sort((a, b) => b[0] - a[0])[0]?.[1];
    if (best) pen.drawImage(best, 0, 0, told.width, told.height);
    else {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, told.width, told.height);
    }
    if (this.pictures.size && told.widths.at(-1) < told.width && needed > 1.05 * told.widths.at(-1)) this.drawTiles();
  }

  askFor(width) {
    if (this.asked.has(width) || this.pictures.has(width)) return;
    this.asked.add(width);
    picture(`${this.told.address}/scan/${width}.webp`, (image) => { this.pictures.set(width, image); this.paint(); });
  }

  drawTiles() {
    const { view, told, pen } = this;
    const [width, height] = [this.size[0] / view.scale, this.size[1] / view.scale];
    const last = (whole) => Math.ceil(whole / told.tile) - 1;
    const span = (from, seen, whole) => [Math.max(0, Math.floor(from / told.tile)), Math.min(last(whole), Math.floor((from + seen) / told.tile))];
    const [c0, c1] = span(view.x, width, told.width);
    const [r0, r1] = span(view.y, height, told.height);
    for (let row = r0; row <= r1; row += 1) {
      for (let column = c0; column <= c1; column += 1) {
        const key = `${column + 1}-${row + 1}`;
        const tile = this.tiles.get(key);
        if (tile) {
          this.tiles.delete(key);
          this.tiles.set(key, tile);
          pen.drawImage(tile, column * told.tile, row * told.tile);
        } else if (!this.asked.has(key)) {
          this.asked.add(key);
          picture(`${told.address}/tiles/${key}.jpg`, (image) => this.received(key, image), () => this.asked.delete(key));
        }
      }
    }
  }

  received(key, image) {
    this.tiles.set(key, image);
    while (this.tiles.size > MOST_TILES) {
      const [oldest] = this.tiles.keys();
      this.tiles.delete(oldest);
      this.asked.delete(oldest);
    }
    this.paint();
  }

  drawBoxes(pixel) {
    const { over, geometry, marks, view } = this;
    const [width, height] = this.size;
    this.seen = [view.x, view.y, view.x + width / view.scale, view.y + height / view.scale];
    if (over.words) {
      for (const line of Object.values(geometry.lines)) {
        for (const word of line.words) this.drawWord(word, pixel);
      }
    }
    if (over.lines) for (const line of Object.values(geometry.lines)) this.stroke(line.box, COLOURS.lines[1], 1.5 * pixel, "");
    if (this.ordering) this.drawOrder(pixel);
    if (over.regions || this.ordering) for (const region of Object.values(geometry.regions)) this.drawRegion(region, pixel);
    for (const name of ["hover", "line", "word", "drawn"]) {
      if (marks[name]) this.stroke(marks[name], COLOURS[name][1], 2 * pixel, COLOURS[name][0], 2 * pixel);
    }
  }

  // Words too small for a frame of their own are only tinted: a whole broadsheet is drawn at once.
  drawWord(word, pixel) {
    if ((word[3] - word[1]) * this.view.scale >= LEAST_FRAMED_PX) {
      this.stroke(word, COLOURS.words[1], pixel, COLOURS.marks[word[4]]);
    } else if (this.isSeen(word, 0)) {
      this.pen.fillStyle = COLOURS.marks[word[4]] || COLOURS.tiny;
      this.pen.fillRect(word[0], word[1], word[2] - word[0], word[3] - word[1]);
    }
  }

  isSeen([x0, y0, x1, y1], pad) {
    const { seen } = this;
    return x0 - pad < seen[2] && x1 + pad > seen[0] && y0 - pad < seen[3] && y1 + pad > seen[1];
  }

  stroke(box, colour, wide, fill, pad = 0) {
    if (!this.isSeen(box, pad)) return;
    const { pen } = this;
    const [x, y, w, h] = [box[0] - pad, box[1] - pad, box[2] - box[0] + 2 * pad, box[3] - box[1] + 2 * pad];
    if (fill) {
      pen.fillStyle = fill;
      pen.fillRect(x, y, w, h);
    }
    pen.lineWidth = wide;
    pen.strokeStyle = colour;
    pen.strokeRect(x, y, w, h);
  }

  showOrder(on) {
    this.ordering = on;
    this.paint();
  }

  // A line from the middle of each region to that of the next.
  drawOrder(pixel) {
    const { pen } = this;
    const places = Object.values(this.geometry.regions).sort((a, b) => a.number - b.number);
    pen.strokeStyle = "#b3241bb0";
    pen.lineWidth = 2.5 * pixel;
    pen.beginPath();
    for (const { box: [x0, y0, x1, y1] } of places) pen.lineTo((x0 + x1) / 2, (y0 + y1) / 2);
    pen.stroke();
  }

  drawRegion(region, pixel) {
    const { pen } = this;
    this.stroke(region.box, COLOURS.regions[1], 2.5 * pixel, "");
    const label = String(region.number);
    const size = 15 * this.density * pixel;
    pen.font = `600 ${size}px system-ui, sans-serif`;
    const wide = pen.measureText(label).width + size * 0.7;
    pen.fillStyle = COLOURS.regions[1];
    pen.fillRect(region.box[0], region.box[1], wide, size * 1.35);
    pen.fillStyle = "#fff";
    pen.fillText(label, region.box[0] + size * 0.35, region.box[1] + size * 1.05);
  }

  // Pointers ------------------------------------------------------------------------------------------------------

  listen() {
    const { box } = this;
    box.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    box.addEventListener("pointerdown", (event) => this.down(event));
    box.addEventListener("pointermove", (event) => this.move(event));
    box.addEventListener("pointerup", (event) => this.up(event));
    box.addEventListener("pointercancel", (event) => this.up(event));
    box.addEventListener("pointerleave", () => this.mark("hover", null));
    box.addEventListener("click", (event) => { if (!this.hasMoved && !this.drawing) this.calls.picked(...this.onPage(this.point(event))); });
    box.addEventListener("dblclick", (event) => { if (!this.drawing) this.calls.edited(...this.onPage(this.point(event))); });
  }

  wheel(event) {
    event.preventDefault();
    const unit = [1, 16, this.size[1]][event.deltaMode];
    if (event.shiftKey) this.pan((event.deltaX || event.deltaY) * unit, 0);
    else this.zoom(Math.exp(-Math.min(200, Math.max(-200, event.deltaY * unit)) / (event.ctrlKey ? 150 : 400)), this.point(event));
  }

  down(event) {
    if (event.button) return;
    this.box.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.point(event));
    this.from = this.point(event);
    this.hasMoved = this.pointers.size > 1;
  }

  move(event) {
    const here = this.point(event);
    const old = this.pointers.get(event.pointerId);
    if (!old) {
      if (event.pointerType === "mouse") this.calls.hovered(...this.onPage(here));
      return;
    }
    if (Math.hypot(here[0] - this.from[0], here[1] - this.from[1]) > CLICK_PX) this.hasMoved = true;
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    this.pointers.set(event.pointerId, here);
    if (others.length) this.pinch(old, here, others[0]);
    else if (this.drawing) this.mark("drawn", this.between(this.from, here));
    else if (this.hasMoved) {
      this.box.classList.add("dragging");
      this.pan(old[0] - here[0], old[1] - here[1]);
    }
  }

  pinch(old, here, other) {
    const far = (a, b) => Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
    this.zoom(far(here, other) / far(old, other), other);
    this.pan((old[0] - here[0]) / 2, (old[1] - here[1]) / 2);
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    this.box.classList.remove("dragging");
    const here = this.point(event);
    if (event.type === "pointercancel" || this.pointers.size) return;
    if (this.drawing && this.hasMoved) this.calls.drawn(this.between(this.from, here));
  }

  // A box between two points of the screen, within the page.
  between(a, b) {
    const [ax, ay] = this.onPage(a);
    const [bx, by] = this.onPage(b);
    const { width, height } = this.told;
    const inside = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
    return [inside(Math.min(ax, bx), width), inside(Math.min(ay, by), height), inside(Math.max(ax, bx), width), inside(Math.max(ay, by), height)];
  }

  draws(on) {
    this.drawing = on;
    this.box.classList.toggle("drawing", on);
    if (!on) this.mark("drawn", null);
  }
}

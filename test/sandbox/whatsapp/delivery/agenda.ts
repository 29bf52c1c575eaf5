import type { MessageStatus } from "../state.ts";

export type StatusTask = {
  kind: "status";
  due: number;
  wamid: string;
  status: MessageStatus;
  code: number | null;
};

export type ReviewTask = { kind: "review"; due: number; templateId: string };

export type Task = StatusTask | ReviewTask;

/** What happens later in real time, soonest first: a binary heap with one timer for its head. */
export class Agenda {
  private heap: Task[] = [];
  private timer: NodeJS.Timeout | null = null;
  private timerDue = Infinity;
  private readonly run: (task: Task) => void;

  constructor(run: (task: Task) => void) {
    this.run = run;
  }

  get size(): number {
    return this.heap.length;
  }

  tasks(): readonly Task[] {
    return this.heap;
  }

  add(task: Task): void {
    this.heap.push(task);
    this.up(this.heap.length - 1);
    this.arm();
  }

  clear(): void {
    this.heap = [];
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.timerDue = Infinity;
  }

  private arm(): void {
    const head = this.heap[0];
    if (!head || head.due >= this.timerDue) return;
    if (this.timer) clearTimeout(this.timer);
    this.timerDue = head.due;
    this.timer = setTimeout(() => this.tick(), Math.max(0, head.due - Date.now()));
  }

  private tick(): void {
    this.timer = null;
    this.timerDue = Infinity;
    const now = Date.now();
    for (let head = this.heap[0]; head && head.due <= now; head = this.heap[0]) {
      this.pop();
      this.run(head);
    }
    this.arm();
  }

  private pop(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    this.heap[0] = last;
    this.down(0);
  }

  private up(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.dueAt(parent) <= this.dueAt(index)) return;
      this.swap(parent, index);
      index = parent;
    }
  }

  private down(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const least = this.dueAt(left + 1) < this.dueAt(left) ? left + 1 : left;
      if (this.dueAt(least) >= this.dueAt(index)) return;
      this.swap(least, index);
      index = least;
    }
  }

  private dueAt(index: number): number {
    return this.heap[index]?.due ?? Infinity;
  }

  private swap(a: number, b: number): void {
    const [first, second] = [this.heap[a], this.heap[b]];
    if (!first || !second) return;
    this.heap[a] = second;
    this.heap[b] = first;
  }
}

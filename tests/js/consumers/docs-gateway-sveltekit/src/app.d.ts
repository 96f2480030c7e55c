declare global {
  namespace App {
    interface Locals {
      user?: { id: string; numbers: string[] };
    }
  }
}

export {};

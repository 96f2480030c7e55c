interface AuthSession {
  user?: { name?: string | null; email?: string | null };
  expires: string;
}

// Stands in for an authentication library that has the session in the request's context.
export const auth = async (): Promise<AuthSession | null> => ({
  user: { name: 'Ann', email: 'ann@dashboard.example' },
  expires: '2099-01-01T00:00:00Z',
});

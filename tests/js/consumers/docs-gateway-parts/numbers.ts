export const numbersOf = async (user: string) => (user === 'ann@dashboard.example' ? ['+15551234567'] : []);

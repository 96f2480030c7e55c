export const numbersOf = async (user) => (user === 'ann@dashboard.example' ? ['+15551234567'] : []);

using System.Numerics;

namespace Nca.Metrics;

/// <summary>The discrete Fourier transform of a signal whose length is a power of two (Cooley and Tukey 1965).</summary>
internal static class FourierTransform
{
    /// <summary>X_k = Σ_n x_n · exp(−2πi k n / N), in place.</summary>
    /// <param name="signal">The signal; its length N is a power of two.</param>
    public static void Forward(Complex[] signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (!BitOperations.IsPow2(signal.Length))
            throw new ArgumentException($"{signal.Length} is no power of two.", nameof(signal));
        Reorder(signal);
        for (var half = 1; half < signal.Length; half *= 2)
        {
            for (var turn = 0; turn < half; turn++)
            {
                var factor = Complex.FromPolarCoordinates(1, -Math.PI * turn / half);
                for (var place = turn; place < signal.Length; place += 2 * half)
                {
                    var (first, second) = (signal[place], factor * signal[place + half]);
                    (signal[place], signal[place + half]) = (first + second, first - second);
                }
            }
        }
    }

    // Each number goes where its place's bits, read backwards, say.
    private static void Reorder(Complex[] signal)
    {
        for (int place = 1, mirrored = 0; place < signal.Length; place++)
        {
            var bit = signal.Length / 2;
            for (; (mirrored & bit) != 0; bit /= 2)
                mirrored ^= bit;
            mirrored ^= bit;
            if (place < mirrored)
                (signal[place], signal[mirrored]) = (signal[mirrored], signal[place]);
        }
    }
}

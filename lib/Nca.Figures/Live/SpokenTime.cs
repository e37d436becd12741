using System.Globalization;

namespace Nca.Figures.Live;

/// <summary>Durations as one says them: no more digits than are of use.</summary>
internal static class SpokenTime
{
    /// <summary>A measured duration, say <c>1 min 52 s</c>.</summary>
    public static string Of(TimeSpan time) =>
        time.TotalSeconds switch
        {
            < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0.1, time.TotalSeconds):0.0} s"),
            < 59.5 => $"{Math.Round(time.TotalSeconds)} s",
            < 3599.5 => Pair(time.TotalSeconds, 60, "min", "s"),
            _ => Pair(time.TotalMinutes, 60, "h", "min"),
        };

    /// <summary>An estimated duration, rounded by less than a fifth: <c>about 2 min</c>.</summary>
    public static string About(TimeSpan time) =>
        time.TotalSeconds switch
        {
            < 3 => "a few seconds",
            < 12.5 => $"about {Rounded(time.TotalSeconds, 1)} s",
            < 92.5 => $"about {Rounded(time.TotalSeconds, 5)} s",
            < 600 => $"about {Rounded(time.TotalMinutes, 0.5)} min",
            < 3300 => $"about {Rounded(time.TotalMinutes, 5)} min",
            < 6900 => $"about {Rounded(time.TotalMinutes, 10)} min",
            _ => $"about {Rounded(time.TotalHours, 0.5)} h",
        };

    private static string Rounded(double amount, double step) => (Math.Round(amount / step) * step).ToString(CultureInfo.InvariantCulture);

    private static string Pair(double amount, int ratio, string large, string small)
    {
        var rounded = (long)Math.Round(amount);
        return rounded % ratio == 0 ? $"{rounded / ratio} {large}" : $"{rounded / ratio} {large} {rounded % ratio} {small}";
    }
}

using System.Globalization;

namespace Nca.Figures;

/// <summary>Durations as one says them: no more digits than are of use.</summary>
public static class SpokenTime
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

    /// <summary>An estimated duration, rounded accordingly: <c>about 2 min</c>.</summary>
    public static string About(TimeSpan time) =>
        time.TotalSeconds switch
        {
            < 3 => "a few seconds",
            < 55 => $"about {Math.Max(5, Math.Round(time.TotalSeconds / 5) * 5)} s",
            < 600 => $"about {(Math.Round(time.TotalMinutes * 2) / 2).ToString(CultureInfo.InvariantCulture)} min",
            < 3300 => $"about {Math.Round(time.TotalMinutes / 5) * 5} min",
            _ => $"about {(Math.Round(time.TotalHours * 2) / 2).ToString(CultureInfo.InvariantCulture)} h",
        };

    private static string Pair(double amount, int ratio, string large, string small)
    {
        var rounded = (long)Math.Round(amount);
        return rounded % ratio == 0 ? $"{rounded / ratio} {large}" : $"{rounded / ratio} {large} {rounded % ratio} {small}";
    }
}

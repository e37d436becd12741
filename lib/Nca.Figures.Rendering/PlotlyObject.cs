namespace Nca.Figures.Rendering;

/// <summary>Objects for plotly.js that Plotly.NET has no type for.</summary>
internal static class PlotlyObject
{
    /// <summary>An object.</summary>
    /// <param name="properties">Its properties.</param>
    public static DynamicObj.DynamicObj Object(params (string Name, object Value)[] properties)
    {
        var result = new DynamicObj.DynamicObj();
        foreach (var (name, value) in properties)
            result.SetProperty(name, value);
        return result;
    }
}
